import type { FastifyInstance } from 'fastify';
import type { BookPool } from './book-pool.js';
import { FAULT_MODES, OPERATIONS, type Fault, type Faults } from './faults.js';
import type { Messenger } from './messenger.js';
import { faultSchema } from './requests.js';

const TOTALS = `
select currency, sum(authorised)::float8 as authorised, sum(captured)::float8 as captured,
       sum(refunded)::float8 as refunded, sum(voided)::float8 as voided, sum(paid_out)::float8 as "paidOut",
       sum(charged_back)::float8 as "chargedBack", sum(fees)::float8 as "disputeFees"
  from (select currency, case when state in ('authorised', 'captured', 'voided') then amount else 0 end as authorised,
               captured, refunded, case state when 'voided' then amount else 0 end as voided, 0 as paid_out,
               charged_back, 0 as fees
          from sandbox_provider.charges
        union all
        select currency, 0, 0, 0, 0, amount, 0, 0 from sandbox_provider.payouts where state = 'paid'
        union all
        select currency, 0, 0, 0, 0, 0, 0, fee from sandbox_provider.disputes) as all_books
 group by currency order by currency`;

/** For tests and operators of a sandbox: script faults, hurry messages, read the totals of the books. */
export function controlRoutes(app: FastifyInstance, books: BookPool, faults: Faults, messenger: Messenger): void {
  app.post<{ Body: Fault }>(
    '/faults',
    { schema: { body: faultSchema(OPERATIONS, FAULT_MODES) } },
    async (request, reply) => {
      await faults.add(request.body);
      return reply.status(201).send({ data: await faults.list() });
    },
  );
  app.get('/faults', async () => ({ data: await faults.list() }));
  app.delete('/faults', async (_request, reply) => {
    await faults.clear();
    return reply.status(204).send();
  });
  app.get('/books', async () => ({ data: await books.rows('books.totals', TOTALS, []) }));
  app.post('/messages/delivery', async () => ({ waiting: await messenger.settle() }));
  app.get('/health', () => ({ status: 'ok' }));
}
