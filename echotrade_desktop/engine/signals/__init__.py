"""From a message to an approved call: parser, screening, consensus, approvals."""
