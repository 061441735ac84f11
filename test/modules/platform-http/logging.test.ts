import { Writable } from 'node:stream';
import { pino } from 'pino';
import { loggerOptions, NestLogger, redact, withRequestId } from '../../../src/platform/observability/index.js';

function capture(): { lines: Record<string, unknown>[]; logger: pino.Logger } {
  const lines: Record<string, unknown>[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done): void {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  return { lines, logger: pino(loggerOptions('info'), sink) };
}

describe('logs', () => {
  it('leave out secrets by their name', () => {
    const { lines, logger } = capture();

    logger.info(
      { headers: { authorization: 'Bearer abc' }, password: 'p', seller: { taxId: '123' }, sku: 'A-1' },
      'Seen',
    );

    expect(lines[0]).toMatchObject({
      headers: { authorization: '[redacted]' },
      password: '[redacted]',
      seller: { taxId: '[redacted]' },
      sku: 'A-1',
      msg: 'Seen',
    });
  });

  it.each([
    ['key souk_test_ab12_CDEF', 'key souk_test_[redacted]'],
    ['sent Bearer eyJhbGciOi.x', 'sent Bearer [redacted]'],
    ['card 4242 4242 4242 4242!', 'card [card]!'],
    ['no answer of postgres://souk:pa55word@db:5432/souk', 'no answer of postgres://souk:[redacted]@db:5432/souk'],
    ['key sk_live_51Hx and whsec_c291ay1z', 'key sk_live_[redacted] and whsec_[redacted]'],
    ['see https://souk.example:3000/docs', 'see https://souk.example:3000/docs'],
    ['card 4242424242424242', 'card [card]'],
    ['to DE89 3704 0044 0532 0130 00', 'to [iban]'],
    ['order ord_01h455vb4pex5vsknk084sn02q of 129900', 'order ord_01h455vb4pex5vsknk084sn02q of 129900'],
    ['id 01890a5d-ac96-774b-bcce-b302099a8057', 'id 01890a5d-ac96-774b-bcce-b302099a8057'],
  ])('make “%s” into “%s”', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it('leave secrets out of errors and messages', () => {
    const { lines, logger } = capture();

    logger.error({ err: new Error('refused souk_live_ab_cd') }, 'Failed with Bearer abc');

    expect(JSON.stringify(lines)).not.toMatch(/ab_cd|abc/);
    expect(lines[0]).toMatchObject({ err: { name: 'Error', message: 'refused souk_live_[redacted]' } });
  });

  it('carry the id of the request that they belong to', async () => {
    const { lines, logger } = capture();

    await withRequestId('req-12345678', async () => {
      await Promise.resolve();
      logger.info('inside');
    });
    logger.info('outside');

    expect(lines.map(({ msg, requestId }) => [msg, requestId])).toEqual([
      ['inside', 'req-12345678'],
      ['outside', undefined],
    ]);
  });

  it('leave secrets out of what Nest and its libraries say, whatever they hand over', () => {
    const { lines, logger } = capture();
    const nest = new NestLogger(logger);
    const circular: Record<string, unknown> = { password: 'hush-1', url: 'postgres://souk:hush-2@db/souk' };
    circular.self = circular;

    nest.error('Refused Bearer hush-3', 'Error: souk_live_hush_4\n    at postgres://souk:hush-5@db/souk', 'Router');
    nest.warn({ request: { headers: { authorization: 'hush-6' }, body: { card: { number: 'hush-7' } } } });
    nest.log(circular);
    nest.error(new Error('sk_live_hush8'), 'Router');
    nest.error({ message: 'odd', cause: new Error('whsec_hush9') });
    nest.debug('Bearer hush-10');
    nest.fatal('gone', 'Bearer hush-11', 'Router');

    expect(JSON.stringify(lines)).not.toContain('hush');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatchObject({ msg: 'Refused Bearer [redacted]', context: 'Router' });
  });

  it('take what Nest says, with its context', () => {
    const { lines, logger } = capture();
    const nest = new NestLogger(logger);

    nest.log('Started', 'NestApplication');
    nest.error('Broken', 'Error: at x', 'Router');
    nest.warn(new Error('odd'), 'Router');

    expect(lines).toMatchObject([
      { level: 30, context: 'NestApplication', msg: 'Started' },
      { level: 50, context: 'Router', stack: 'Error: at x', msg: 'Broken' },
      { level: 40, context: 'Router', msg: 'odd' },
    ]);
  });
});
