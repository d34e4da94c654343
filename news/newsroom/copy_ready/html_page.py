"""Writes a text to take away as HTML: elements alone, without looks, to paste into any editor."""

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from fedcms.core.templatetags.core_tags import direction
from news.newsroom.copy_ready.document import (
    Heading,
    Item,
    NestedLine,
    Paragraph,
    Span,
    Spans,
    TextDocument,
    TextImage,
    TextList,
    TextTable,
)
from news.newsroom.copy_ready.images import in_words


def html_of(document: TextDocument) -> str:
    """Returns the text as a whole HTML document, with its language and direction; images stand there in words."""
    context = {
        "document": document,
        "above": [*map(_element, document.above)],
        "elements": [*map(_element, document.items)],
    }
    return str(render_to_string("news/copy_text.html", context))


def _element(item: Item) -> SafeString:
    match item:
        case Heading():
            return format_html("<{tag}>{text}</{tag}>", tag=mark_safe(f"h{int(item.level)}"), text=item.text)  # noqa: S308  # a number
        case Paragraph():
            return _paragraph(item)
        case TextList():
            return _list(item.nested, is_numbered=item.is_numbered)
        case TextTable():
            return _table(item)
        case TextImage():
            return format_html("<p>{}</p>", in_words(item))


def _paragraph(item: Paragraph) -> SafeString:
    words = _spans(item.spans)
    if item.role == "quote":
        return format_html("<blockquote><p>{}</p></blockquote>", words)
    if item.role in ("lead", "notice"):
        return format_html("<p><strong>{}</strong></p>", words)
    return format_html("<p>— {}</p>" if item.role == "source" else "<p>{}</p>", words)


def _spans(spans: Spans) -> SafeString:
    return format_html_join("", "{}", ((_span(span),) for span in spans))


def _span(span: Span) -> SafeString:
    words = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in span.text.split("\n")))
    if span.is_italic:
        words = format_html("<em>{}</em>", words)
    if span.is_bold:
        words = format_html("<strong>{}</strong>", words)
    if span.url:
        words = format_html('<a href="{}">{}</a>', span.url, words)
    if span.language:
        way = direction(span.language)
        words = format_html('<span lang="{}" dir="{}">{}</span>', span.language, way, words)
    return words


def _list(lines: list[NestedLine], *, is_numbered: bool) -> SafeString:
    inner = format_html_join(
        "",
        "<li>{}{}</li>",
        (
            (_spans(line.spans), _list(line.lines, is_numbered=line.is_numbered_inside) if line.lines else "")
            for line in lines
        ),
    )
    return format_html("<ol>{}</ol>" if is_numbered else "<ul>{}</ul>", inner)


def _table(item: TextTable) -> SafeString:
    return format_html(
        "<table>{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        format_html("<caption>{}</caption>", item.caption) if item.caption else "",
        format_html_join("", '<th scope="col">{}</th>', ((heading,) for heading in item.headings)),
        format_html_join(
            "",
            "<tr>{}</tr>",
            ((format_html_join("", "<td>{}</td>", ((cell,) for cell in row)),) for row in item.rows),
        ),
    )
