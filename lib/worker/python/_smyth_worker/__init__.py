"""The Python worker that ships with Smyth: the process of one execution environment.

It asks the Lambda Runtime API for invocations and calls the handler, as AWS's own Python runtime does. It differs in what surrounds the
handler: it needs only the standard library, keeps one connection open, and makes two calls that only Smyth serves: /smyth/start, which
waits until the init phase may begin, and /smyth/request/{id}, the raw HTTP request for the user's event and context functions.

Start reading at `environment`. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""
