// SPDX-License-Identifier: Apache-2.0
// A page stays drawn until the next one has been fetched. What it does by itself in that time (sends on, notes a filter) must not
// fetch back whoever has left it: the address is theirs.
import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';

// Whether the address is still the one that this page was drawn for.
export function useStillHere(): () => boolean {
    const { pathname } = useLocation();
    return () => window.location.pathname === pathname;
}

// Sends on to another address, in place of the present one. After each drawing: whoever left and came back is sent on as well.
export function SendOn({ to }: { to: string }) {
    const go = useNavigate();
    const stillHere = useStillHere();
    useEffect(() => {
        if (stillHere()) void go(to, { replace: true });
    });
    return null;
}
