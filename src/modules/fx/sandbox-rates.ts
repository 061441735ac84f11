import { Injectable, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { FxModule } from './fx.module.js';
import { RatesRepository } from './rates.repository.js';

/** What 10,000 US dollars are, in major units. Invented, of the usual size. */
const FOR_DOLLARS: Readonly<Record<string, readonly [num: number, den: number]>> = {
  BRL: [50_000, 1],
  CNY: [70_000, 1],
  GBP: [8_000, 1],
  JPY: [1_500_000, 1],
  KWD: [3_075, 1],
  USD: [10_000, 1],
  // So that 1 euro is 1.0850 dollars.
  EUR: [100_000_000, 10_850],
};
const SPREAD_BPS = 15;

/** Gives a sandbox a rate for every pair, once; whoever sets a rate later has the last word. */
@Injectable()
export class SeedRates implements OnApplicationBootstrap {
  constructor(
    private readonly rates: RatesRepository,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const codes = Object.entries(FOR_DOLLARS);
    const pairs = codes.flatMap(([from, [fromNum, fromDen]]) =>
      codes
        .filter(([to]) => to !== from)
        .map(([to, [num, den]]) => ({ from, to, num: num * fromDen, den: den * fromNum, spreadBps: SPREAD_BPS })),
    );
    await this.rates.seed(pairs, this.clock.now());
  }
}

@Module({ imports: [FxModule], providers: [SeedRates] })
export class SandboxRatesModule {}
