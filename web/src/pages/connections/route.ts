// SPDX-License-Identifier: Apache-2.0
import { IconPlugConnected } from '@tabler/icons-react';
import type { PageRoute } from '../../parts/page/route';

export const routes: PageRoute[] = [
    {
        path: 'connections/:connection?',
        open: () => import('./connections'),
        place: { at: 6, to: '/connections', word: 'frame.connections', Icon: IconPlugConnected },
    },
];
