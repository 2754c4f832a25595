/** Answers at its function URL. */
export const handler = async (event) => ({
  statusCode: 200,
  headers: { "content-type": "text/html" },
  body: `<h1>${event.requestContext.http.method} ${event.rawPath}</h1>`,
});
