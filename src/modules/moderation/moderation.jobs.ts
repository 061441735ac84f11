import { Injectable } from '@nestjs/common';
import { asId } from '../../kernel/index.js';
import { OnDeadline } from '../../platform/messaging/index.js';
import { ReturnCase } from './return-case.js';
import { LEASE_DEADLINE } from './write-decision.js';

@Injectable()
export class ModerationJobs {
  constructor(private readonly returnCase: ReturnCase) {}

  @OnDeadline(LEASE_DEADLINE)
  async endLease(caseId: string): Promise<void> {
    await this.returnCase.run(asId(caseId));
  }
}
