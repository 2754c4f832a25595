import assert from "node:assert/strict";
import test from "node:test";
import { SseParser } from "../../src/sse";

test("an event is complete at its empty line", () => {
  const parser = new SseParser();
  assert.deepEqual(parser.push("event: Note\ndata: {}\n"), []);
  assert.deepEqual(parser.push("\n"), [{ event: "Note", data: "{}" }]);
});

test("pieces may end anywhere", () => {
  const parser = new SseParser();
  const events = [..."event: A\r\ndata: 1\r\n\r\nevent: B\ndata: 2\n\n"].flatMap((character) => parser.push(character));
  assert.deepEqual(events, [{ event: "A", data: "1" }, { event: "B", data: "2" }]);
});

test("heartbeats are no events", () => {
  assert.deepEqual(new SseParser().push(": heartbeat\n\n: heartbeat\n\n"), []);
});

test("several data lines are one text", () => {
  assert.deepEqual(new SseParser().push("data: a\ndata: b\n\n"), [{ event: "message", data: "a\nb" }]);
});
