import { Injectable } from '@nestjs/common';
import { Every } from '../../platform/messaging/index.js';
import { ProposeTiers } from './propose-tiers.js';

@Injectable()
export class TierJobs {
  constructor(private readonly propose: ProposeTiers) {}

  @Every('tiers.propose', { every: 'P1D', at: '04:00' })
  nightly(): Promise<void> {
    return this.propose.run();
  }
}
