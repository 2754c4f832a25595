/// The user's event and context functions: `(event, request) => object`, called just before the handler.
"use strict";

const { load } = require("./lookup.cjs");

async function userFunction(kind, root, name) {
  if (name === undefined) return undefined;
  try {
    return { title: `${kind} function ${name}`, call: await load(root, name) };
  } catch (error) {
    const short = name.slice(name.lastIndexOf(".") + 1);
    if (error?.name?.startsWith("Runtime.")) error.message = `${kind} function ${name}: ${error.message}; it must have the form export function ${short}(event, request)`;
    throw error;
  }
}

class UserFunctions {
  constructor(event, context, { config, environment }) {
    this.event = event;
    this.context = context;
    this.config = config;
    this.process = { name: environment, state: "cold", task_counter: 0, last_used_timestamp: 0 };
  }

  isEmpty() {
    return this.event === undefined && this.context === undefined;
  }

  /// The event that the handler gets; what the context function returns becomes the context's.
  async apply(api, invocation, event, context) {
    context.smyth = { process: { ...this.process }, handler: { name: this.config.name, smyth_handler_config: this.config } };
    this.process.state = "warm";
    this.process.task_counter++;
    this.process.last_used_timestamp = Date.now() / 1000;
    const request = await api.request(invocation.id);
    if (this.event && request !== null) {
      event = JSON.parse(JSON.stringify((await this.event.call(event, request)) ?? null));
      if (event === null) throw new Error(`${this.event.title} returned nothing instead of an event`);
    }
    if (this.context) Object.assign(context, await this.context.call(event, request));
    return event;
  }
}

module.exports = { userFunction, UserFunctions };
