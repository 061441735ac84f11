import { Readable } from 'node:stream';
import { readStatement, type FileSpec } from '../../../src/modules/reconciliation/read-statement.js';
import { CAMT_08, CAMT_BATCH_02, GERMAN_CSV, STRIPE_CSV } from './fixtures.js';

const read = (text: string | Buffer, spec: FileSpec) => readStatement(Readable.from([Buffer.from(text)]), spec);

async function refusal(text: string | Buffer, spec: FileSpec): Promise<unknown> {
  try {
    await read(text, spec);
  } catch (error) {
    const { problem, params } = error as { problem?: { code: string }; params?: object };
    return { code: problem?.code, ...params };
  }
  throw new Error('It was read');
}

const CAMT: FileSpec = { format: 'camt_053' };

describe('a statement of camt.053', () => {
  it('of version 08 is read with its balances, returns and references; what is only announced is left out', async () => {
    const statement = await read(CAMT_08, CAMT);

    expect(statement.identifications).toEqual(['DE89370400440532013000']);
    expect(statement.balances).toMatchObject([{ currency: 'EUR', opening: 1_250_000, closing: 1_262_349 }]);
    expect(statement.lines.map(({ tokens: _tokens, text: _text, ...line }) => line)).toEqual([
      {
        externalId: '2026030400017',
        kind: 'credit',
        currency: 'EUR',
        amount: 12_650,
        valueDate: '2026-03-04',
        bookedOn: '2026-03-04',
        reference: 'PSP-77120',
        ownId: null,
        line: 23,
      },
      {
        externalId: '2026030400018',
        kind: 'debit',
        currency: 'EUR',
        amount: -9_000,
        valueDate: '2026-03-04',
        bookedOn: '2026-03-04',
        reference: null,
        ownId: '019539d6-6c00-7000-8000-000000000001',
        line: 41,
      },
      {
        externalId: '2026030400019',
        kind: 'return',
        currency: 'EUR',
        amount: 8_699,
        valueDate: '2026-03-05',
        bookedOn: '2026-03-05',
        reference: null,
        ownId: '019539d6-6c00-7000-8000-000000000002',
        line: 56,
      },
    ]);
    expect(statement.lines[0]?.tokens).toEqual(expect.arrayContaining(['st_4f2a91c07be34d55', 'PSP-77120']));
  });

  it('of version 02 is read with one line for each transaction of a batch', async () => {
    const statement = await read(CAMT_BATCH_02, CAMT);

    expect(statement.lines.map(({ externalId, amount, ownId }) => [externalId, amount, ownId])).toEqual([
      ['B-5501/1', -120_000, '019539d6-6c00-7000-8000-00000000000a'],
      ['B-5501/2', -80_500, '019539d6-6c00-7000-8000-00000000000b'],
      ['STMT-KW-3/7', 5, null],
    ]);
    expect(statement.lines.map(({ currency }) => currency)).toEqual(['KWD', 'KWD', 'KWD']);
  });

  it.each([
    [
      'a bomb of entities',
      `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>${CAMT_08}`,
      'document_type_not_allowed',
    ],
    ['an external entity', `<!DOCTYPE x SYSTEM "file:///etc/passwd">${CAMT_08}`, 'document_type_not_allowed'],
    ['an undeclared entity', CAMT_08.replace('Sonnenschein', '&boom;'), 'undefined entity'],
    [
      'elements without end',
      `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">${'<a>'.repeat(5_000)}`,
      'too_deep',
    ],
    ['a text without end', CAMT_08.replace('Sonnenschein', 'x'.repeat(100_000)), 'too_long'],
    [
      'another document',
      '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"/>',
      'not_camt_053_001_02_or_08',
    ],
    ['a file that was cut off', CAMT_08.slice(0, 2_000), 'unclosed tag'],
    ['no amount', CAMT_08.replace('>126.50<', '>126,50<'), 'not_an_amount'],
    ['an amount finer than the currency', CAMT_08.replace('>126.50<', '>126.505<'), 'not_an_amount'],
    [
      'a currency that nobody trades in',
      CAMT_08.replace('<Amt Ccy="EUR">126.50', '<Amt Ccy="XTS">126.50'),
      'unknown_currency',
    ],
    [
      'an entry in another currency',
      CAMT_08.replace('<Amt Ccy="EUR">126.50', '<Amt Ccy="USD">126.50'),
      'other_currency',
    ],
    ['neither credit nor debit', CAMT_08.replace('<CdtDbtInd>DBIT', '<CdtDbtInd>BOTH'), 'neither_credit_nor_debit'],
    ['no day', CAMT_08.replaceAll('2026-03-04', '2026-02-30'), 'not_a_day'],
  ])('with %s is refused with its place', async (_what, text, fault) => {
    expect(await refusal(text, CAMT)).toMatchObject({
      code: 'statement_malformed',
      line: expect.any(Number),
      column: expect.any(Number),
      fault: expect.stringContaining(fault),
    });
  });

  it('names the line of an amount that cannot be read', async () => {
    expect(await refusal(CAMT_08.replace('>126.50<', '>12x.50<'), CAMT)).toMatchObject({
      line: 23,
      fault: 'not_an_amount',
    });
  });

  it.each([
    ['closing', 'CLBD'],
    ['opening', 'OPBD'],
  ])('without its %s balance is refused', async (balance, code) => {
    expect(await refusal(CAMT_08.replace(code, 'ITAV'), CAMT)).toEqual({ code: 'statement_without_balance', balance });
  });
});

describe('a file of values', () => {
  it('of a German bank is read: windows-1252, semicolons, decimal commas, the day first', async () => {
    const bytes = Buffer.from(GERMAN_CSV, 'latin1');

    const statement = await read(bytes, { format: 'bank_csv_de', encoding: 'windows-1252' });

    expect(statement.encoding).toBe('windows-1252');
    expect(
      statement.lines.map(({ externalId, kind, amount, valueDate, text }) => [
        externalId,
        kind,
        amount,
        valueDate,
        text,
      ]),
    ).toEqual([
      ['20260304-1', 'credit', 123_456_789, '2026-03-04', 'Sammelüberweisung; Märzumsätze'],
      ['20260304-2', 'debit', -9_000, '2026-03-04', 'Auszahlung "Müller"'],
      ['20260305-1', 'return', 9_000, '2026-03-05', 'Konto erloschen'],
    ]);
  });

  it('of Stripe is read: charges by their intent, fees apart, those of disputes as such', async () => {
    const statement = await read(STRIPE_CSV, { format: 'stripe_balance_csv' });

    expect(
      statement.lines.map(({ externalId, kind, currency, amount, reference }) => [
        externalId,
        kind,
        currency,
        amount,
        reference,
      ]),
    ).toEqual([
      ['txn_1a', 'charge', 'EUR', 13_000, 'pi_77'],
      ['txn_1a:fee', 'fee', 'EUR', -350, 'pi_77'],
      ['txn_1b', 'refund', 'EUR', -4_800, 're_12'],
      ['txn_1c', 'chargeback', 'EUR', -13_000, 'du_3'],
      ['txn_1c:fee', 'dispute_fee', 'EUR', -1_500, 'du_3'],
      ['txn_1d', 'settlement', 'EUR', -5_000, 'po_9'],
      ['txn_1e', 'payout', 'EUR', -9_000, 'tr_4'],
    ]);
  });

  it.each([
    ['no heading', 'balance_csv', '', { line: 1, column: 1, fault: 'empty_file' }],
    [
      'a heading without the amount',
      'bank_csv',
      'entry_id,value_date,currency\n',
      { line: 1, fault: 'no_column_amount' },
    ],
    [
      'a value too few',
      'bank_csv',
      'entry_id,value_date,amount,currency\na,2026-01-01,1.00,USD\nb,2026-01-01,1.00\n',
      { line: 3, fault: 'record_inconsistent_fields_length' },
    ],
    [
      'an open quote',
      'bank_csv',
      'entry_id,value_date,amount,currency\n"a,2026-01-01,1.00,USD\n',
      { fault: 'quote_not_closed' },
    ],
    [
      'an amount with a comma',
      'bank_csv',
      'entry_id,value_date,amount,currency\na,2026-01-01,"1,5",USD\n',
      { line: 2, column: 3, fault: 'not_an_amount' },
    ],
    [
      'a day that does not exist',
      'bank_csv',
      'entry_id,value_date,amount,currency\na,2026-02-30,1.50,USD\n',
      { line: 2, column: 2, fault: 'not_a_day' },
    ],
    [
      'a net that is not gross less fee',
      'balance_csv',
      'transaction_id,type,created,currency,gross,fee,net,source_id,reference\nt,charge,2026-01-01,USD,5.00,1.00,4.50,c,\n',
      { line: 2, column: 7, fault: 'not_gross_less_fee' },
    ],
    [
      'bytes that are no UTF-8',
      'bank_csv',
      Buffer.from('entry_id,value_date,amount,currency\nä\n', 'latin1'),
      { line: 2, column: 1, fault: 'not_utf-8' },
    ],
    [
      'UTF-16 that does not say so',
      'bank_csv',
      Buffer.from('entry_id,value_date', 'utf16le'),
      { line: 1, fault: 'not_text' },
    ],
  ] as const)('with %s is refused with its place', async (_what, format, text, place) => {
    expect(await refusal(text as string, { format })).toMatchObject({ code: 'statement_malformed', ...place });
  });

  it('may have another decimal sign than its format, when that is said', async () => {
    const text = 'entry_id,value_date,amount,currency\na,2026-01-01,"1.234,56",EUR\n';

    const { lines } = await read(text, { format: 'bank_csv', decimal: ',' });

    expect(lines).toMatchObject([{ amount: 123_456 }]);
  });
});
