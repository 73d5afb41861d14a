// SPDX-License-Identifier: Apache-2.0
// What a list shows and which of its items is open stand in the address, so that a link or a reload shows the same.
import { useNavigate, useSearchParams } from 'react-router';

// `base`: the list's own path; an open item's path is below it.
export function useListAddress(base: string) {
    const go = useNavigate();
    const [parameters, setParameters] = useSearchParams();
    return {
        filter: (name: string) => parameters.get(name) ?? '',
        setFilter: (name: string, value: string) => {
            setParameters(
                (before) => {
                    if (value === '') before.delete(name);
                    else before.set(name, value);
                    return before;
                },
                { replace: true },
            );
        },
        clearFilters: () => {
            setParameters({}, { replace: true });
        },
        // null: none.
        open: (id: string | null) => {
            void go({ pathname: id === null ? base : `${base}/${encodeURIComponent(id)}`, search: parameters.toString() });
        },
    };
}
