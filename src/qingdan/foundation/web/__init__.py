"""The shell and the components of every page, and the registry through which rooms offer parts of home and menu."""
