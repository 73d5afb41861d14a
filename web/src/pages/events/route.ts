// SPDX-License-Identifier: Apache-2.0
import { IconInbox } from '@tabler/icons-react';
import type { PageRoute } from '../../parts/page/route';

export const routes: PageRoute[] = [
    {
        path: 'events/:event?',
        of_sync: true,
        open: () => import('./events'),
        place: { at: 4, to: '/events', word: 'frame.events', Icon: IconInbox },
    },
];
