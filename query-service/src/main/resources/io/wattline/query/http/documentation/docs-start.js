// A file of its own, because the page's policy allows no script inside it.
SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#api",
  deepLinking: true,
  // No validator badge: it would send the document's address to another site.
  validatorUrl: null,
});
