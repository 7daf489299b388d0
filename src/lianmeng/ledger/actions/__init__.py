"""Booking, reversing, closing a year; asking and answering."""
