"""Every address of the site: each room mounts its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("qingdan.foundation.web.urls")),
    path("", include("qingdan.foundation.administration.urls")),
    path("", include("qingdan.policy.packs.urls")),
    path("", include("qingdan.register.lists.urls")),
    path("", include("qingdan.register.reviewing.urls")),
    path("", include("qingdan.register.existing.urls")),
    path("", include("qingdan.register.search.urls")),
    path("", include("qingdan.register.check.urls")),
    path("", include("qingdan.ledger.urls")),
    path("", include("qingdan.register.obligations.urls")),
    path("", include("qingdan.entry.admission.urls")),
    path("", include("qingdan.entry.screening.urls")),
    path("", include("qingdan.entry.dispatch.urls")),
    path("", include("qingdan.village.guides.urls")),
    path("", include("qingdan.village.seals.urls")),
    path("", include("qingdan.village.public_services.urls")),
    path("", include("qingdan.village.certificates.urls")),
    path("", include("qingdan.public.portal.urls")),
    path("api/v1/", include("qingdan.public.api.urls")),
]

handler400 = "qingdan.foundation.web.errors.bad_request"
handler403 = "qingdan.foundation.web.errors.forbidden"
handler404 = "qingdan.public.api.errors.not_found"
handler500 = "qingdan.public.api.errors.server_error"
