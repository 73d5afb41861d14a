// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '../../parts/page/route';

export const routes: PageRoute[] = [{ path: 'settings/webhooks-out/:webhook?', open: () => import('./webhooks_out') }];
