import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PayoutProvider, PayoutProviders, type BankAnswer } from '../settlement/index.js';

export const BANK_FILE = 'bankfile';

/** A bank that takes files: nobody calls it, and its return files say how payouts ended. */
@Injectable()
export class BankFile extends PayoutProvider implements OnModuleInit {
  readonly name = BANK_FILE;
  readonly fund = 'bank_client';
  override readonly isCollected = true;

  constructor(private readonly providers: PayoutProviders) {
    super();
  }

  onModuleInit(): void {
    this.providers.add(this);
  }

  send(): Promise<BankAnswer> {
    return Promise.resolve(UNHEARD);
  }

  lookUp(): Promise<BankAnswer> {
    return Promise.resolve(UNHEARD);
  }

  readEvent(): undefined {
    return undefined;
  }
}

const UNHEARD: BankAnswer = { state: 'unknown', why: 'only its return files tell' };
