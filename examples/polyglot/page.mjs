/** GET /page */
export const handler = async (event) => ({
  statusCode: 200,
  headers: { "content-type": "text/html" },
  body: `<h1>Hello ${event.headers["user-agent"]?.split("/")[0] ?? "you"}</h1>\n`,
});
