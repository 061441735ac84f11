import { Module } from '@nestjs/common';
import { ClockController } from './clock.controller.js';
import { MoveClock } from './move-clock.js';

/** The test clock's endpoints. */
@Module({ controllers: [ClockController], providers: [MoveClock] })
export class SandboxClockModule {}
