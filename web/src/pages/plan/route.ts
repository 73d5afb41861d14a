// SPDX-License-Identifier: Apache-2.0
import { IconTimeline } from '@tabler/icons-react';
import type { PageRoute } from '../../parts/page/route';

export const routes: PageRoute[] = [
    {
        path: 'plan',
        of_sync: true,
        open: () => import('./plan'),
        place: { at: 3, to: '/plan', word: 'frame.plan', Icon: IconTimeline },
    },
    { path: 'syncs/new', open: async () => ({ default: (await import('./plan')).PairPage }) },
];
