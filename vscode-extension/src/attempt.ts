/** How the wait for a worker's debugger has ended. */
export type Outcome =
  /** The breakpoints are set. */
  | { readonly kind: "inPlace" }
  /** There is no debugger, and none will come. */
  | { readonly kind: "failed"; readonly reason: string | undefined }
  /** It has said nothing for too long; it may come yet. */
  | { readonly kind: "silent" }
  /** The user does not want to wait. */
  | { readonly kind: "dismissed" }
  /** The worker has ended. */
  | { readonly kind: "gone" };

/**
 * One attempt to attach a debugger to a worker, whose init phase waits for the outcome: the first one counts, and one always comes.
 *
 * An adapter that works says something every few hundred milliseconds until it is in place, so silence is what tells one that hangs
 * from one that is slow.
 */
export class Attempt {
  readonly outcome: Promise<Outcome>;
  /** What the adapter has said of its failure so far. */
  reason: string | undefined;
  #settle: (outcome: Outcome) => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  /**
   * @param first   how long its first message may take, in milliseconds
   * @param between and how long each of the others
   */
  constructor(first: number, readonly between: number) {
    this.outcome = new Promise((resolve) => (this.#settle = resolve));
    this.#wait(first);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** The adapter has said something. */
  heard(): void {
    this.#wait(this.between);
  }

  /** Its silence for the given time now means that all is well. */
  inPlaceAfter(milliseconds: number): void {
    this.#wait(milliseconds, "inPlace");
  }

  /** @param reason if nothing better is known */
  failed(reason?: string): void {
    this.settle({ kind: "failed", reason: this.reason ?? reason });
  }

  settle(outcome: Outcome): void {
    clearTimeout(this.#timer);
    this.#isOver = true;
    this.#settle(outcome);
  }

  #wait(milliseconds: number, then: "silent" | "inPlace" = "silent"): void {
    clearTimeout(this.#timer);
    if (!this.#isOver) this.#timer = setTimeout(() => this.settle({ kind: then }), milliseconds);
  }
}
