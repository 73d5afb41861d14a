# SPDX-License-Identifier: Apache-2.0
"""What every benchmark stands on: the programs it starts, a small web client, and figures."""
