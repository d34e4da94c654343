"""What Google requires and recommends of each type of JSON-LD, and what the site gives beyond."""

# Google's lists, by type. Sources, under https://developers.google.com/search/docs/appearance/structured-data/ :
# article, event, breadcrumb, organization, and site-names and sitelinks-searchbox for WebSite. A recommended property
# is one that a page has when its editor filled in all fields.
REQUIRED: dict[str, tuple[str, ...]] = {
    "Article": (),
    "NewsArticle": (),
    "Event": ("name", "startDate", "location"),
    "BusinessEvent": ("name", "startDate", "location", "location.address"),
    "BreadcrumbList": ("itemListElement",),
    "ListItem": ("position", "name", "item"),
    "Organization": ("name", "url"),
    "WebSite": ("name", "url", "potentialAction.target.urlTemplate", "potentialAction.query-input"),
}
ARTICLE = ("author", "author.name", "author.url", "dateModified", "datePublished", "headline", "image")
# What Google does not ask for and schema.org has: our own readers of the data use it.
ARTICLE_MORE = (
    "description",
    "inLanguage",
    "publisher.name",
    "publisher.logo.url",
    "articleSection",
    "about.name",
)
# "Image metadata in Google Images" (image-license-metadata): the address, one at least of the next, all recommended.
REQUIRED_OF_IMAGES = ("contentUrl", "creditText")
IMAGE_LICENCE = ("acquireLicensePage", "copyrightNotice", "creator", "license")
RECOMMENDED: dict[str, tuple[str, ...]] = {
    "Article": (*ARTICLE, *ARTICLE_MORE),
    "NewsArticle": (*ARTICLE, *ARTICLE_MORE, "dateline", "contentLocation.name"),
    "Event": (
        *("description", "endDate", "eventStatus", "eventAttendanceMode", "image", "location.name"),
        *(
            "location.address.streetAddress",
            "location.address.postalCode",
            "location.address.addressLocality",
        ),
        *("location.address.addressCountry", "location.geo.latitude", "organizer.name", "organizer.url"),
        *("offers.availability", "offers.price", "offers.priceCurrency", "offers.url", "offers.validFrom"),
        *("inLanguage", "isAccessibleForFree"),
    ),
    "BusinessEvent": (
        *("description", "endDate", "eventStatus", "eventAttendanceMode", "image", "location.name"),
        *("organizer.name", "organizer.url", "offers.availability", "offers.price", "offers.priceCurrency"),
        *("offers.url", "offers.validFrom", "offers.validThrough"),
    ),
    "BreadcrumbList": (),
    "Organization": (
        *("description", "logo", "email", "telephone", "sameAs", "address.addressLocality"),
        *(
            "address.addressCountry",
            "contactPoint.contactType",
            "contactPoint.email",
            "contactPoint.telephone",
        ),
    ),
    "WebSite": ("description", "inLanguage", "publisher.name"),
}
# Recommended by Google and not given, because nobody enters it: who performs at an event, and for a moved one the
# former date (previousStartDate); alternateName, legalName, identifiers and numbers of employees of an organisation.
