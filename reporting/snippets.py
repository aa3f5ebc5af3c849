"""How programs read the figure that a page shows: copied, given one's own token, and run."""

from urllib.parse import urlencode

from django.urls import reverse


def snippets(request, indicator, picked, *, by=None, group=""):
    """[(tool, text)] for the API address of this figure."""
    asked = {"indicator": indicator.code, "place": picked.place.reference, "period": picked.period.id}
    asked |= {name: value for name, value in (("by", by), ("group", group)) if value}
    address = request.build_absolute_uri(f"{reverse('api:values')}?{urlencode(asked, safe='@/')}")
    table = f"{address}&format=csv"
    return [
        ("curl", f'curl -H "Authorization: Token $MAIAM_TOKEN" "{address}"'),
        (
            "Python (pandas)",
            f'import os, pandas as pd\npd.read_csv("{table}",\n'
            '    storage_options={"Authorization": "Token " + os.environ["MAIAM_TOKEN"]})',
        ),
        (
            "R",
            f'httr2::request("{table}") |>\n'
            '  httr2::req_headers(Authorization = paste("Token", Sys.getenv("MAIAM_TOKEN"))) |>\n'
            "  httr2::req_perform() |> httr2::resp_body_string() |> I() |> readr::read_csv()",
        ),
        (
            "Excel (Power Query)",
            f'= Table.PromoteHeaders(Csv.Document(Web.Contents("{table}",\n'
            '  [Headers=[Authorization="Token …"]]), [Encoding=65001]))',
        ),
    ]
