import fc from 'fast-check';
import { asId, fromWire, toWire, uuidV7 } from '../../src/kernel/index.js';

const uuid = fc.uuid();
const milliseconds = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const random = fc.uint8Array({ minLength: 10, maxLength: 10 });

describe('identifiers', () => {
  it('have the example of the TypeID specification as their wire form', () => {
    const id = asId<'usr'>('01890a5d-ac96-774b-bcce-b302099a8057');

    expect(toWire('usr', id)).toBe('usr_01h455vb4pex5vsknk084sn02q');
    expect(fromWire('usr', 'usr_01h455vb4pex5vsknk084sn02q')).toBe(id);
  });

  it('come back from the wire as they went', () => {
    fc.assert(
      fc.property(uuid, (id) => {
        expect(fromWire('ord', toWire('ord', id))).toBe(id);
      }),
    );
  });

  it('sort alike in both forms', () => {
    fc.assert(
      fc.property(uuid, uuid, (a, b) => {
        expect(toWire('ord', a) < toWire('ord', b)).toBe(a < b);
      }),
    );
  });

  it.each([
    'sel_01h455vb4pex5vsknk084sn02q',
    'ord_01h455vb4pex5vsknk084sn02',
    'ord_01h455vb4pex5vsknk084sn02qq',
    'ord_81h455vb4pex5vsknk084sn02q',
    'ord_01H455VB4PEX5VSKNK084SN02Q',
    'ord_01h455vb4pex5vsknk084sn02u',
    'ord01h455vb4pex5vsknk084sn02q',
    '01890a5d-ac96-774b-bcce-b302099a8057',
    '',
  ])('do not read “%s” as an order', (wire) => {
    expect(fromWire('ord', wire)).toBeUndefined();
  });

  it('read nothing that they would write otherwise', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^ord_[0-9a-z]{26}$/), (wire) => {
        const id = fromWire('ord', wire);

        expect(id === undefined || toWire('ord', id) === wire).toBe(true);
      }),
    );
  });

  it('are UUIDs of version 7 that carry their time', () => {
    fc.assert(
      fc.property(milliseconds, random, (at, bytes) => {
        const id = uuidV7(at, bytes);

        expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
        expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at);
      }),
    );
  });

  it('sort by their time', () => {
    fc.assert(
      fc.property(milliseconds, milliseconds, random, random, (a, b, first, second) => {
        fc.pre(a < b);

        expect(uuidV7(a, first) < uuidV7(b, second)).toBe(true);
      }),
    );
  });

  it.each(['', 'x', '01890A5D-AC96-774B-BCCE-B302099A8057', 'ord_01h455vb4pex5vsknk084sn02q'])(
    'do not take “%s” for a UUID',
    (text) => {
      expect(() => asId(text)).toThrow(`Not an identifier: ${text}`);
    },
  );
});
