// SPDX-License-Identifier: Apache-2.0
// Calls of the server. All may be made twice, so each is made again while no answer comes: whoever
// served the last click may be dead, and the next one knows the session.

const PATIENCE_MS = 20_000;
const ANSWER_WITHIN_MS = 12_000;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 1_000;

/** The balancer found nobody, or who served has lost somebody. */
const PASSING = [502, 503, 504];

/** A call that failed. */
export class Failure extends Error {
  /** @param type the service's own word for what went wrong */
  constructor({ type, message }) {
    super(message);
    this.type = type;
  }
}

const pause = ms => new Promise(resolve => setTimeout(resolve, ms));

/** Null: it may well succeed later. */
async function attempt(method, body) {
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const response = await fetch(`api/${method}`, { method: 'POST', body, signal });
    if (PASSING.includes(response.status)) return null;
    const answer = await response.json();
    if (response.ok) return answer;
    throw new Failure(answer);
  } catch (error) {
    if (error instanceof Failure) throw error;
    return null;
  }
}

/**
 * What the method gives; fails with a {@link Failure}.
 *
 * @param waiting told whether an answer is waited for longer than usual
 * @param patience for how long it is tried again, in milliseconds
 */
export async function call(method, parameters, waiting = () => {}, patience = PATIENCE_MS) {
  const body = JSON.stringify(parameters);
  const end = performance.now() + patience;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    try {
      const answer = await attempt(method, body);
      if (answer) return answer.result;
    } finally {
      waiting(false);
    }
    if (performance.now() > end) throw new Failure({ type: 'lost', message: 'No answer.' });
    waiting(true);
    await pause(wait);
  }
}
