import { Global, Module } from '@nestjs/common';
import { Notifications } from './notifications.js';

/** Wake-ups between processes. */
@Global()
@Module({ providers: [Notifications], exports: [Notifications] })
export class NotifyModule {}
