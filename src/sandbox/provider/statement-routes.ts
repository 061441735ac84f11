import type { FastifyInstance, FastifyReply } from 'fastify';
import { bytesOf, damagedLines, DAMAGES, declaredName, FILE_ENCODINGS, targetOf, truncated } from './damage.js';
import type { Damage, FileEncoding } from './damage.js';
import { CAMT_VERSIONS, printCamt, type BankStatement, type CamtVersion } from './print-camt.js';
import { bankCreditSchema, statementSchema } from './requests.js';
import type { Days, StatementBook } from './statement-book.js';
import { printBalanceCsv, printBankCsv, type BalanceLine, type BankLine } from './statement-lines.js';

interface FileQuery extends Days {
  readonly damage?: Damage;
  /** Which line is damaged: the one of this id, or the first of this type. */
  readonly line?: string;
  readonly encoding: FileEncoding;
  readonly version: CamtVersion;
}
interface ForFile {
  Querystring: FileQuery;
}

const otherGross = (line: BalanceLine, by: 'sign' | number): BalanceLine => ({
  ...line,
  gross: by === 'sign' ? -line.gross : line.gross + by,
});

const otherAmount = (line: BankLine, by: 'sign' | number): BankLine => ({
  ...line,
  amount: by === 'sign' ? -line.amount : line.amount + by,
});

/**
 * What the provider and its bank report: balance and statements as files, on request damaged. And for tests and
 * operators of a sandbox: let the provider settle, let a payout come back, let somebody unknown pay.
 */
export function statementRoutes(app: FastifyInstance, book: StatementBook): void {
  const schema = { querystring: statementSchema(DAMAGES, FILE_ENCODINGS, CAMT_VERSIONS) };
  const send = (reply: FastifyReply, type: string, text: string, { damage, encoding }: FileQuery): FastifyReply =>
    reply.type(type).send(bytesOf(truncated(text, damage), encoding));

  app.get<ForFile>('/statements/balance.csv', { schema }, async ({ query }, reply) => {
    const lines = damagedLines(await book.balanceLines(query), query.damage, query.line, otherGross);
    return send(reply, 'text/csv', printBalanceCsv(lines), query);
  });
  app.get<ForFile>('/statements/bank.csv', { schema }, async ({ query }, reply) => {
    const lines = damagedLines(await book.bankLines(query), query.damage, query.line, otherAmount);
    return send(reply, 'text/csv', printBankCsv(lines), query);
  });
  app.get<ForFile>('/statements/bank.xml', { schema }, async ({ query }, reply) => {
    const { version, encoding } = query;
    const createdAt = `${new Date().toISOString().slice(0, 19)}Z`;
    const statements = await statementsOf(book, query);
    const id = `STMT-${createdAt.replace(/\D/g, '')}`;
    const text = printCamt({ version, encoding: declaredName(encoding), id, createdAt, statements });
    return send(reply, 'application/xml', text, query);
  });
  app.post('/settlements', async (_request, reply) => {
    const { status, body } = await book.settle();
    return reply.status(status).send(body);
  });
  app.post<{ Params: { id: string } }>('/payouts/:id/return', async ({ params }, reply) => {
    const { status, body } = await book.returnPayout(params.id);
    return reply.status(status).send(body);
  });
  app.post<{ Body: { amount: number; currency: string; text: string } }>(
    '/bank/credits',
    { schema: { body: bankCreditSchema } },
    async ({ body: { amount, currency, text } }, reply) => {
      const { status, body } = await book.credit(amount, currency, text);
      return reply.status(status).send(body);
    },
  );
}

/** By currency; a bank whose lines are wrong has balances that go with them, unless they are what is wrong. */
async function statementsOf(book: StatementBook, query: FileQuery): Promise<BankStatement[]> {
  const { damage, line } = query;
  const all = await book.bankLines(query);
  const openings = await book.openings(query);
  const target = targetOf(all, line);
  return openings.map(({ currency, opening }) => {
    const own = all.filter((each) => each.currency === currency);
    const isHit = target?.currency === currency;
    const lines = isHit ? damagedLines(own, damage, target?.id, otherAmount) : own;
    const booked = damage === 'duplicate-line' || damage === 'other-currency' ? own : lines;
    const closing = booked.reduce((sum, { amount }) => sum + amount, opening);
    if (isHit && damage === 'no-closing') return { currency, opening, lines };
    return { currency, opening, closing: isHit && damage === 'wrong-closing' ? closing + 1 : closing, lines };
  });
}
