import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';

/** The host's time, for production. */
@Injectable()
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}
