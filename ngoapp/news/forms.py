"""The form for an article."""

from ngoapp.web.fields import LongTextField, TextField, at_most, needed
from ngoapp.web.forms import Form


class ArticleForm(Form):
    """Title, a sentence that introduces it, and the text in Markdown."""

    title = TextField("Title", [needed("Give the article a title."), at_most(160)])
    summary = TextField(
        "In one sentence", [at_most(300)], description="Shown in the list of news and in the feed."
    )
    body = LongTextField(
        "Text",
        [needed("Write the text.")],
        description="A blank line starts a paragraph. ## makes a heading, - a list, [words](address) a link.",
        render_kw={"rows": 18},
    )
