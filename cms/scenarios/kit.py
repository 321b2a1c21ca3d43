"""What every scenario uses beside its words: pictures of the kit and dimensions of competence."""

from django.utils.translation import gettext_lazy as _

# The scene kit: names of pictures that the lesson page draws.
PICTURES = [
    ("counter", _("one-stop counter")),
    ("office", _("office")),
    ("hall", _("village hall")),
    ("field", _("field path")),
]
COMPETENCES = [
    ("nghiep_vu", _("professional procedure")),
    ("thai_do", _("attitude to citizens")),
    ("phap_luat", _("knowledge of law")),
    ("phoi_hop", _("working together")),
]
