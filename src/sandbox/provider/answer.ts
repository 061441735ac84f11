/** What an operation ends with: booked (or refused) and told to the caller as this status and body. */
export interface Answer {
  readonly status: number;
  readonly body: object;
  /** A message that has to arrive before the answer does. */
  readonly tellFirst?: string;
  /** The part that the card plays, when this call is what was booked. */
  readonly behaviour?: string;
}

/** A call with its foreign idempotency key: the same key and request get the same answer and no second effect. */
export interface Call {
  readonly key: string;
  /** Operation and parameters, to tell a replay from a reuse of the key. */
  readonly request: string;
}

export const ok = (body: object, tellFirst?: string): Answer => ({ status: 200, body, tellFirst });

export const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  body: { error: { code, message } },
});

export const notFound = (what: string): Answer => refusal(404, 'not_found', `There is no such ${what}.`);
