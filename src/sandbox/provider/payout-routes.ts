import type { FastifyInstance } from 'fastify';
import { callOf } from './charge-routes.js';
import type { Counter, Silence } from './counter.js';
import { payoutBehaviour, type PayoutBehaviour } from './magic.js';
import type { PayoutBook } from './payout-book.js';
import { KEYED, PAYOUT } from './requests.js';

interface PayoutBody {
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly destination: string;
}

const SILENT: Partial<Record<PayoutBehaviour, Silence>> = {
  timeout_booked: 'booked',
  timeout_unbooked: 'unbooked',
};

/** The bank: send money to an account, look up what became of it. */
export function payoutRoutes(app: FastifyInstance, counter: Counter, payouts: PayoutBook): void {
  app.post<{ Body: PayoutBody }>('/payouts', { schema: { headers: KEYED, body: PAYOUT } }, (request, reply) => {
    const behaviour = payoutBehaviour(request.body.destination);
    const failureCode = behaviour === 'account_closed' ? behaviour : undefined;
    const payout = { ...request.body, failureCode };
    return counter.perform(
      'payout',
      reply,
      (telling) => payouts.create(callOf(request), payout, telling),
      SILENT[behaviour],
    );
  });

  app.get<{ Params: { id: string } }>('/payouts/:id', (request, reply) =>
    counter.perform('lookup', reply, () => payouts.find(request.params.id)),
  );
  app.get<{ Params: { reference: string } }>('/payouts/by-reference/:reference', (request, reply) =>
    counter.perform('lookup', reply, () => payouts.findByReference(request.params.reference)),
  );
}
