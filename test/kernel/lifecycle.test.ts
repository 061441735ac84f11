import fc from 'fast-check';
import { allowedActions, defineLifecycle, faultsOf, lifecycles, transitionsOf } from '../../src/kernel/index.js';
import { diagramOf } from '../../src/platform/http/lifecycle-diagram.js';

const parcel = defineLifecycle({
  name: 'test-parcel',
  table: 'test_parcels',
  states: ['packed', 'sent', 'lost', 'received'],
  initial: 'packed',
  final: ['lost', 'received'],
  transitions: [
    { action: 'send', from: ['packed'], to: 'sent', by: ['seller'] },
    { action: 'receive', from: ['packed', 'sent'], to: 'received', by: ['buyer', 'timer'], timer: 'after 7 days' },
    { action: 'lose', from: ['sent'], to: 'lost', by: ['system'] },
  ],
});

describe('a lifecycle', () => {
  it('is published once it is defined', () => {
    expect(lifecycles()).toContain(parcel);
  });

  it('finds the transitions of an action', () => {
    expect(transitionsOf(parcel, 'receive')).toEqual([parcel.transitions[1]]);
  });

  it.each([
    [
      'an unreachable state',
      { states: ['packed', 'sent', 'lost', 'received', 'held'], final: ['lost', 'received', 'held'] },
      ['held is unreachable'],
    ],
    ['a dead end', { final: ['received'] }, ['lost has no exit']],
    ['a final state with an exit', { final: ['lost', 'received', 'sent'] }, ['sent is final and has an exit']],
    [
      'an action with two outcomes',
      {
        transitions: [
          ...parcel.transitions,
          { action: 'send' as const, from: ['packed' as const], to: 'lost' as const, by: ['seller' as const] },
        ],
      },
      ['send from packed has two outcomes'],
    ],
  ])('must not have %s', (_what, change, faults) => {
    const table = { ...parcel, name: 'test-faulty', ...change };

    expect(faultsOf(table)).toEqual(faults);
    expect(() => defineLifecycle(table)).toThrow(`Lifecycle test-faulty: ${faults[0]}`);
    expect(lifecycles().some(({ name }) => name === 'test-faulty')).toBe(false);
  });
});

describe('allowed actions', () => {
  it('are those of the caller, with the reason where the state forbids one', () => {
    expect(allowedActions(parcel, 'packed', ['seller', 'buyer'])).toEqual([
      { action: 'send', allowed: true },
      { action: 'receive', allowed: true },
    ]);
    expect(allowedActions(parcel, 'received', ['seller'])).toEqual([
      { action: 'send', allowed: false, reason: 'state_is_received' },
    ]);
    expect(allowedActions(parcel, 'packed', ['finance'])).toEqual([]);
  });

  it('carry the reason of a guard', () => {
    expect(allowedActions(parcel, 'packed', ['seller'], { send: 'no_label' })).toEqual([
      { action: 'send', allowed: false, reason: 'no_label' },
    ]);
  });

  it('allow exactly what the table has an arrow for', () => {
    fc.assert(
      fc.property(fc.constantFrom(...parcel.states), fc.constantFrom(...parcel.transitions), (state, step) => {
        const found = allowedActions(parcel, state, step.by).find(({ action }) => action === step.action);

        expect(found?.allowed).toBe((step.from as readonly string[]).includes(state));
      }),
    );
  });
});

describe('a diagram', () => {
  it('draws every arrow, the start and the ends', () => {
    expect(
      diagramOf(parcel)
        .split('\n')
        .map((line) => line.trim()),
    ).toEqual([
      'stateDiagram-v2',
      '[*] --> packed',
      'packed --> sent: send (seller)',
      'packed --> received: receive (buyer, timer)',
      'sent --> received: receive (buyer, timer)',
      'sent --> lost: lose (system)',
      'lost --> [*]',
      'received --> [*]',
    ]);
  });
});
