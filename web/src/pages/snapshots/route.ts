// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '../../parts/page/route';

export const routes: PageRoute[] = [
    { path: 'connections/:connection/snapshots/:snapshot?', open: () => import('./snapshots') },
    { path: 'connections/:connection/hand-list', open: () => import('./hand_list') },
];
