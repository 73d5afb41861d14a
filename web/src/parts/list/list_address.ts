// SPDX-License-Identifier: Apache-2.0
// What a list shows and which of its items is open stand in the address, so that a link or a reload shows the same.
import { useNavigate, useSearchParams } from 'react-router';
import { useStillHere } from '../page/still_here';

// `base`: the list's own path; an open item's path is below it.
export function useListAddress(base: string) {
    const go = useNavigate();
    const [parameters, setParameters] = useSearchParams();
    const stillHere = useStillHere();
    return {
        filter: (name: string) => parameters.get(name) ?? '',
        // From the address as it is, not as it was when this page was drawn: of two filters that are set quickly one after the other,
        // the second would undo the first.
        setFilter: (name: string, value: string) => {
            if (!stillHere()) return;
            const next = new URLSearchParams(window.location.search);
            if (value === '') next.delete(name);
            else next.set(name, value);
            setParameters(next, { replace: true });
        },
        clearFilters: () => {
            setParameters({}, { replace: true });
        },
        // null: none.
        open: (id: string | null) => {
            void go({ pathname: id === null ? base : `${base}/${encodeURIComponent(id)}`, search: window.location.search });
        },
    };
}
