import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { callOf } from './charge-routes.js';
import type { Counter } from './counter.js';
import type { DisputeBook, NewDispute } from './dispute-book.js';
import { DISPUTE, DISPUTED_AMOUNT, EVIDENCE, KEYED, VERDICT } from './requests.js';

interface ById {
  Params: { id: string };
}

/**
 * Disputes: look one up, send evidence, give in. And for tests and operators of a sandbox, who play the bank: open a
 * dispute of a charge, take another amount of it, decide it.
 */
export function disputeRoutes(app: FastifyInstance, counter: Counter, disputes: DisputeBook): void {
  app.get<ById>('/disputes/:id', (request, reply) =>
    counter.perform('lookup', reply, () => disputes.find(request.params.id)),
  );
  app.post<ById & { Body: { text: string } }>(
    '/disputes/:id/evidence',
    { schema: { headers: KEYED, body: EVIDENCE } },
    (request, reply) =>
      counter.perform('dispute', reply, (telling) =>
        disputes.argue(callOf(request), request.params.id, request.body.text, telling),
      ),
  );
  app.post<ById>('/disputes/:id/acceptance', { schema: { headers: KEYED } }, (request, reply) =>
    counter.perform('dispute', reply, (telling) =>
      disputes.end(callOf(request), request.params.id, 'lost', false, telling),
    ),
  );
  app.post<{ Body: NewDispute }>('/disputes', { schema: { body: DISPUTE } }, (request, reply) => {
    const call = { key: `bank:${randomUUID()}`, request: 'open' };
    return counter.perform('dispute', reply, (telling) => disputes.open(call, request.body, telling));
  });
  app.post<ById & { Body: { amount: number } }>(
    '/disputes/:id/amount',
    { schema: { body: DISPUTED_AMOUNT } },
    (request, reply) => {
      const call = { key: `bank:${randomUUID()}`, request: 'amount' };
      return counter.perform('dispute', reply, (telling) =>
        disputes.change(call, request.params.id, request.body.amount, telling),
      );
    },
  );
  app.post<ById & { Body: { outcome: 'won' | 'lost'; returnFee: boolean } }>(
    '/disputes/:id/verdict',
    { schema: { body: VERDICT } },
    (request, reply) => {
      const { outcome, returnFee } = request.body;
      const call = { key: `bank:${randomUUID()}`, request: 'verdict' };
      return counter.perform('dispute', reply, (telling) =>
        disputes.end(call, request.params.id, outcome, returnFee, telling),
      );
    },
  );
}
