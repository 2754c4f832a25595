/// The connection to the Runtime API, on which requests are written and answers read as bytes: HTTP/1.1, kept open.
///
/// It keeps the process alive only while something is awaited from it, or on its way to it; so Node notices when a handler has nothing left
/// to do.
"use strict";

const net = require("node:net");

class Connection {
  #socket;
  #received = Buffer.alloc(0);
  #awaiting = null;

  /// What to do when the server is gone; says so and ends the process unless it is set.
  onGone = (error) => this.fail(error);

  constructor(address) {
    this.host = address;
    const colon = address.lastIndexOf(":");
    if (colon < 1) this.fail(new Error("AWS_LAMBDA_RUNTIME_API must be host:port"));
    this.#socket = net.connect({ host: address.slice(0, colon), port: Number(address.slice(colon + 1)), noDelay: true });
    this.#socket.on("data", (bytes) => {
      this.#received = this.#received.length ? Buffer.concat([this.#received, bytes]) : bytes;
      this.#deliver();
    });
    this.#socket.on("error", (error) => this.onGone(error));
    this.#socket.on("close", () => this.onGone(new Error("it closed the connection")));
  }

  /// Sends the pieces in one write.
  ///
  /// @param callback called when the system has taken them all, which it does not while the server does not read
  write(pieces, callback) {
    this.#socket.cork();
    pieces.forEach((piece, i) => this.#socket.write(piece, i === pieces.length - 1 ? callback : undefined));
    this.#socket.uncork();
  }

  /// The head of a request.
  head(method, target, headers = {}) {
    const lines = Object.entries({ Host: this.host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    return `${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n`;
  }

  /// The server's next answer: status, headers with names in lower case, body. Keeps the process alive until it is there.
  receive() {
    return new Promise((resolve) => {
      this.#awaiting = resolve;
      this.#socket.ref();
      this.#deliver();
    });
  }

  #deliver() {
    if (!this.#awaiting) return;
    const end = this.#received.indexOf("\r\n\r\n");
    if (end < 0) return;
    const [first, ...lines] = this.#received.toString("utf8", 0, end).split("\r\n");
    const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]));
    const length = Number(headers["content-length"] ?? 0);
    if (this.#received.length < end + 4 + length) return;
    const body = this.#received.subarray(end + 4, end + 4 + length);
    this.#received = this.#received.subarray(end + 4 + length);
    const resolve = this.#awaiting;
    this.#awaiting = null;
    this.#socket.unref();
    resolve({ status: Number(first.split(" ")[1]), headers, body });
  }

  /// Says that the server is gone, and ends the process.
  fail(error) {
    process.stderr.write(`the Runtime API at ${this.host} is gone: ${error.message}\n`);
    process.exit(1);
  }
}

module.exports = { Connection };
