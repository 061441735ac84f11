import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refusal, type Call } from './answer.js';
import type { ChargeBook } from './charge-book.js';
import type { Counter, Silence } from './counter.js';
import type { DisputeBook } from './dispute-book.js';
import { readCard, type CardBehaviour, type CardInput } from './magic.js';
import type { RefundBook } from './refund-book.js';
import { CAPTURE, CHARGE, COMPLETION, KEYED, REFUND } from './requests.js';

interface ById {
  Params: { id: string };
}
interface ByReference {
  Params: { reference: string };
}
interface ChargeBody {
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly card: CardInput;
}

export const callOf = (request: FastifyRequest): Call => ({
  key: String(request.headers['idempotency-key']),
  request: `${request.url} ${JSON.stringify(request.body ?? null)}`,
});

const SILENT: Partial<Record<CardBehaviour, Silence>> = {
  timeout_booked: 'booked',
  timeout_unbooked: 'unbooked',
};

export interface CardBooks {
  readonly charges: ChargeBook;
  readonly refunds: RefundBook;
  readonly disputes: DisputeBook;
}

/** Cards: authorise, capture, void, refund, look up; and the page where a holder approves. */
export function chargeRoutes(app: FastifyInstance, counter: Counter, { charges, refunds, disputes }: CardBooks): void {
  app.post<{ Body: ChargeBody }>('/charges', { schema: { headers: KEYED, body: CHARGE } }, (request, reply) => {
    const { card, ...charge } = request.body;
    const read = readCard(card);
    if (!read) {
      const answer = refusal(422, 'card_unreadable', 'Neither a card number nor a known token.');
      return counter.perform('authorise', reply, () => Promise.resolve(answer));
    }
    const { behaviour, facts } = read;
    const call = { ...callOf(request), request: JSON.stringify({ ...charge, card: facts.fingerprint }) };
    const book = { ...charge, behaviour, card: facts };
    return counter.perform('authorise', reply, (telling) => charges.authorise(call, book, telling), SILENT[behaviour]);
  });

  app.post<ById & { Body: { amount?: number } }>(
    '/charges/:id/capture',
    { schema: { headers: KEYED, body: CAPTURE } },
    (request, reply) =>
      counter.perform('capture', reply, async (telling) => {
        const { id } = request.params;
        const answer = await charges.capture(callOf(request), id, request.body.amount ?? null, telling);
        if (answer.behaviour === 'disputed') await disputes.openByCard(id, telling);
        return answer;
      }),
  );

  app.post<ById>('/charges/:id/void', { schema: { headers: KEYED } }, (request, reply) =>
    counter.perform('void', reply, (telling) => charges.void(callOf(request), request.params.id, telling)),
  );

  app.post<ById & { Body: { reference: string; amount: number } }>(
    '/charges/:id/refunds',
    { schema: { headers: KEYED, body: REFUND } },
    (request, reply) => {
      const refund = { chargeId: request.params.id, ...request.body };
      return counter.perform('refund', reply, (telling) => refunds.refund(callOf(request), refund, telling));
    },
  );

  app.post<ById & { Body: { outcome: 'approve' | 'decline' } }>(
    '/actions/:id/complete',
    { schema: { body: COMPLETION } },
    (request, reply) =>
      counter.perform('complete', reply, (telling) =>
        charges.complete(request.params.id, request.body.outcome === 'approve', telling),
      ),
  );

  app.get<ById>('/charges/:id', (request, reply) =>
    counter.perform('lookup', reply, () => charges.find(request.params.id)),
  );
  app.get<ByReference>('/charges/by-reference/:reference', (request, reply) =>
    counter.perform('lookup', reply, () => charges.findByReference(request.params.reference)),
  );
  app.get<ByReference>('/refunds/by-reference/:reference', (request, reply) =>
    counter.perform('lookup', reply, () => refunds.findByReference(request.params.reference)),
  );
}
