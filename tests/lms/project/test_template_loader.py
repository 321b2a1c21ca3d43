"""What of a template's white space reaches the page."""

import pytest
from django.template import engines
from django.template.loader import get_template

from lms.project.template_loader import remove_layout


@pytest.mark.parametrize(
    ("source", "served"),
    [
        # beside elements and template tags a line break is nothing
        ("<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>\n", "<ul><li>a</li><li>b</li></ul>"),
        ("<b>a</b>\n<i>b</i>", "<b>a</b><i>b</i>"),
        (
            "{% if x %}\n  a\n{% else %}\n  b\n{% endif %}\n, c",
            "{% if x %}a{% else %}b{% endif %}, c",
        ),
        ("<td>\n  {{ a }}\n</td>", "<td>{{ a }}</td>"),
        # between words and variables it is a space
        ("<p>\n  one\n  two\n  {{ three }}\n</p>", "<p>one two {{ three }}</p>"),
        # spaces within a line stay, and a marked one may end or begin it
        ("<b>a</b> <i>b</i>, {% x %} c", "<b>a</b> <i>b</i>, {% x %} c"),
        ('<b>a</b>{{ " " }}\n<i>b</i>', "<b>a</b> <i>b</i>"),
        ('<b>a</b>\n{{ " " }}· <i>b</i>', "<b>a</b> · <i>b</i>"),
        # attributes on lines of their own, also those that hold tags, quotes and angle brackets
        (
            '<a class="close"\n   href="{% url "y" %}">z</a>',
            '<a class="close" href="{% url "y" %}">z</a>',
        ),
        (
            "<p{% if a > b %}\n  hidden{% endif %}>\n  c\n</p>",
            "<p{% if a > b %} hidden{% endif %}>c</p>",
        ),
        ("a < b\nc", "a < b c"),
        # a comment that has its line to itself leaves nothing behind
        ("{# why #}\n<p>\n  a\n  {# what #}\n  b\n</p>", "<p>a b</p>"),
    ],
)
def test_layout_is_removed_and_spaces_that_show_are_kept(source, served):
    assert remove_layout(source) == served


@pytest.mark.parametrize(
    "source",
    [
        "{% blocktranslate %}one\n  <b>two</b>\n three{% endblocktranslate %}",
        "{% blocktrans count n=n %}\n{{ n }} day\n{% plural %}\n{{ n }} days\n{% endblocktrans %}",
        "<pre>\n a\n  <b>\n</b> {{ c }}\n</pre>",
        "<textarea>\n a\n\n {{ b }}\n</textarea>",
        "<script>\n a();\n // b\n c();\n</script>",
        "{% comment %}\n a\n{% endcomment %}",
        "{% verbatim %}\n <p>\n{% endverbatim %}",
        "<!-- a\n b -->",
    ],
)
def test_where_line_breaks_mean_something_they_stay(source):
    assert remove_layout(source) == source
    assert remove_layout(f"<p>\n  {source}\n</p>") == f"<p>{source}</p>"


def test_pages_come_without_layout_and_mails_with_it():
    page = get_template("components/crumb.html").template.source
    assert "\n" not in page
    mail = get_template("account/email/base_message.txt").template.source
    assert "\n" in mail


def test_templates_are_compiled_once():
    first = engines["django"].get_template("components/crumb.html").template
    assert engines["django"].get_template("components/crumb.html").template is first
