// SPDX-License-Identifier: Apache-2.0
// The sign of Lockstep: two books and what holds them together.
export function Mark({ size }: { size: number }) {
    return (
        <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
            <rect x="2" y="5" width="9" height="22" rx="2.5" fill="var(--left)" />
            <rect x="21" y="5" width="9" height="22" rx="2.5" fill="var(--right)" />
            <path d="M11 12h10M11 20h10" stroke="var(--accent)" strokeWidth="3.5" />
        </svg>
    );
}
