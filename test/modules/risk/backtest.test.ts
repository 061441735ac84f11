import { backtest, type LabelledEvent } from '../../../src/modules/risk/backtest.domain.js';
import { RuleLanguage } from '../../../src/platform/rules/index.js';
import { csvRows, describeWithData } from '../../support/shared-data.js';

const language = new RuleLanguage({
  successiveOutbidding: 'double',
  winningRatio: 'double',
  biddingRatio: 'double',
});

describe('a backtest', () => {
  it('counts what it cannot judge apart', () => {
    const events: LabelledEvent[] = [
      { features: { biddingRatio: 1 }, isFraud: true },
      { features: { biddingRatio: 1 }, isFraud: false },
      { features: { biddingRatio: 1 } },
      { features: {}, isFraud: true },
    ];

    const result = backtest(language.compile('feat.biddingRatio >= 0.5'), events);

    expect(result).toEqual({
      hits: 3,
      truePositives: 1,
      falsePositives: 1,
      unlabelled: 1,
      precision: 0.5,
      recall: 0.5,
    });
  });

  it('has neither precision nor recall without labels', () => {
    const { precision, recall } = backtest(language.compile('feat.biddingRatio >= 0.5'), []);

    expect([precision, recall]).toEqual([null, null]);
  });
});

describeWithData('a backtest on 6,321 real bidders', () => {
  const events: LabelledEvent[] = [];

  beforeAll(async () => {
    for await (const row of csvRows('trust/shill-bidding.csv')) {
      events.push({
        features: {
          successiveOutbidding: Number(row.Successive_Outbidding),
          winningRatio: Number(row.Winning_Ratio),
          biddingRatio: Number(row.Bidding_Ratio),
        },
        isFraud: row.Class === '1',
      });
    }
  });

  it.each([
    ['feat.successiveOutbidding >= 0.5', 843, '0.7983', '0.9970'],
    ['feat.successiveOutbidding == 1.0', 469, '0.9616', '0.6681'],
    ['feat.winningRatio >= 0.5', 2_666, '0.2509', '0.9911'],
    ['feat.biddingRatio >= 0.5', 207, '0.7488', '0.2296'],
  ])('finds for %s the published precision and recall', (expression, hits, precision, recall) => {
    const result = backtest(language.compile(expression), events);

    expect(result.hits).toBe(hits);
    expect([result.precision?.toFixed(4), result.recall?.toFixed(4)]).toEqual([precision, recall]);
  });
});
