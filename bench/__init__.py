"""Speed, shown beside an alternative in the same run; never a timed test.

The work modules run in a process with a database of their own, whose environment names the settings: there Django is set up
before anything of ours is imported.
"""

import os

if "DJANGO_SETTINGS_MODULE" in os.environ:
    import django

    django.setup()
