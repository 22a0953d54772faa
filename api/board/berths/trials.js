// Questions to the server while a ship is dragged: one at a time, and of those that wait only the latest is asked.

/**
 * A way to ask `ask(question)` again and again: `told(question, answer)` hears each answer, `failed(question, error)`
 * each that there was none to. Questions that were overtaken before they were asked are forgotten.
 */
export function trials({ ask, told, failed }) {
  let isAsking = false;
  let waiting = null;
  const put = async (question) => {
    if (isAsking) {
      waiting = question;
      return;
    }
    isAsking = true;
    try {
      told(question, await ask(question));
    } catch (error) {
      failed(question, error);
    }
    isAsking = false;
    const next = waiting;
    waiting = null;
    if (next) put(next);
  };
  return {
    put,
    /** Forget what waits. */
    forget: () => (waiting = null),
  };
}
