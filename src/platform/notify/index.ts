export { Notifications } from './notifications.js';
export { NotifyModule } from './notify.module.js';
