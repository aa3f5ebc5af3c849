"""How programs read the figure that a page shows: copied, given one's own token, and run as they are."""

from urllib.parse import urlencode

from django.urls import reverse

CURL = 'curl -H "Authorization: Token $MAIAM_TOKEN" \\\n  "{address}"'
PANDAS = """import os
import pandas as pd

values = pd.read_csv(
    "{table}",
    storage_options={{"Authorization": "Token " + os.environ["MAIAM_TOKEN"]}},
    dtype={{"place": str, "period": str, "part": str, "version": str}},
)"""
R = """# R >= 3.6
source <- url("{table}",
  headers = c(Authorization = paste("Token", Sys.getenv("MAIAM_TOKEN"))))
values <- read.csv(source, encoding = "UTF-8", na.strings = "",
  colClasses = c(place = "character", period = "character", part = "character"))"""
EXCEL = """let
  Token = "…",
  Text = Web.Contents("{table}",
    [Headers = [Authorization = "Token " & Token]]),
  Table = Csv.Document(Text, [Delimiter = ",", Encoding = 65001]),
  Rows = Table.PromoteHeaders(Table),
  Values = Table.TransformColumnTypes(Rows, {{{{"value", type number}}, {{"numerator", Int64.Type}}}}, "en-US")
in
  Values"""


def snippets(request, indicator, picked, *, by=None, group=""):
    """[(tool, text)] for the API address of this figure."""
    asked = {"indicator": indicator.code, "place": picked.place.reference, "period": picked.period.id}
    beside = (("by", by), ("group", group), ("boundaries", picked.boundaries if picked.boundaries != "then" else ""))
    asked |= {name: value for name, value in beside if value}
    address = request.build_absolute_uri(f"{reverse('api:values')}?{urlencode(asked, safe='@/')}")
    table = f"{address}&format=csv"
    texts = (("curl", CURL), ("Python (pandas)", PANDAS), ("R", R), ("Excel (Power Query)", EXCEL))
    return [(tool, text.format(address=address, table=table)) for tool, text in texts]
